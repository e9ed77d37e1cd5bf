package org.sluice.routes.mq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmqpAcknowledgingTest {
    private final List<String> frames = new ArrayList<>();
    private final AmqpAcknowledging acknowledging =
            new AmqpAcknowledging((tag, multiple) -> frames.add(multiple ? "up to " + tag : "" + tag));

    @Test
    void whatGoesTogetherIsOneFrame() {
        acknowledging.acknowledge(List.of(1L, 2L, 4L), List.of());
        assertThat(frames).containsExactly("up to 4");
    }

    @Test
    void whatIsBehindAnOpenMessageHasAFrameForEach() {
        acknowledging.acknowledge(List.of(1L, 2L), List.of(4L, 5L));
        acknowledging.acknowledge(List.of(), List.of(7L));
        assertThat(frames).containsExactly("up to 2", "4", "5", "7");
    }

    @Test
    void aChannelThatIsGoneIsNoFault() {
        List<Long> tried = new ArrayList<>();
        new AmqpAcknowledging((tag, multiple) -> {
                    tried.add(tag);
                    throw new IOException("gone");
                })
                .acknowledge(List.of(1L), List.of(3L));
        new AmqpAcknowledging((tag, multiple) -> {
                    tried.add(tag);
                    throw new AlreadyClosedException(new ShutdownSignalException(false, true, null, null));
                })
                .acknowledge(List.of(), List.of(5L, 6L));
        assertThat(tried).containsExactly(1L, 5L);
    }
}
