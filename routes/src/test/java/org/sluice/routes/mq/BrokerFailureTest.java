package org.sluice.routes.mq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.Configuration;
import org.sluice.config.mq.MqService;

class BrokerFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No compatible authentication mechanism found - server offered [EXTERNAL]|guest|give HostCertificate and HostKey instead",
                "No compatible authentication mechanism found - server offered [PLAIN]||needs the plugin rabbitmq_auth_mechanism_ssl",
                "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN|guest|Check User, Password and VHost",
                "NOT_ALLOWED - access to vhost '/' refused for user 'guest'|guest|Check User, Password and VHost",
                "PRECONDITION_FAILED - inequivalent arg 'x-queue-type'|guest|Type = quorum",
                "Connection refused|guest|Check that it runs, and that Host and Port",
            })
    void whatIsToBeDoneDependsOnTheReason(String reason, String user, String advice) {
        assertThat(BrokerFailure.sentence(service(user == null ? "" : "User = " + user + "\nPassword = x"), reason))
                .startsWith("The broker of service broker at mq.example.org:5672 cannot be used (" + reason + "). ")
                .contains(advice)
                .endsWith(".");
    }

    private static MqService service(String login) {
        return Configuration.parse(
                        "test",
                        """
                        Resources
                        {
                          MQServices
                          {
                            broker
                            {
                              MQType = RabbitMQ
                              Host = mq.example.org
                              %s
                              Queues
                              {
                                any
                                {
                                }
                              }
                            }
                          }
                        }
                        """
                                .formatted(login))
                .queues()
                .resolve("broker::Queues::any")
                .service();
    }
}
