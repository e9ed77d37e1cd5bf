package org.sluice.config.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A certificate or key that cannot be used. The message is a sentence for a person, without a full stop; it names the file. */
public final class CertificateFileException extends IOException {
    private static final long serialVersionUID = 1L;

    CertificateFileException(String message) {
        super(message);
    }

    CertificateFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
