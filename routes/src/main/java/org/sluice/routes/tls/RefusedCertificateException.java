package org.sluice.routes.tls;

import java.security.cert.CertificateException;

/** We do not trust the other side's certificate. The message is a sentence for a person, without a full stop. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    RefusedCertificateException(String message, CertificateException cause) {
        super(message, cause);
    }
}
