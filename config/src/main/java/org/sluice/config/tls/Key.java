package org.sluice.config.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;

/** A private key out of a PEM file. */
final class Key {
    /** What keys are for, and a signature that each makes. */
    private static final Map<String, String> SIGNATURES = Map.of(
            "RSA", "SHA256withRSA",
            "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA",
            "DSA", "SHA256withDSA");

    private static final byte[] ANYTHING = "anything".getBytes(StandardCharsets.US_ASCII);

    private Key() {}

    static PrivateKey read(Path file) throws CertificateFileException {
        for (Pem.Block block : Pem.blocks(file)) {
            if (block.label().equals("PRIVATE KEY")) {
                return decode(block, file);
            }
            if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.hasHeaders()) {
                throw new CertificateFileException("the key " + file
                        + " is encrypted, and nobody is there to type its pass phrase: write it in the clear with"
                        + " openssl pkey -in " + file + " -out NEW, readable by the user who runs Sluice alone");
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                throw new CertificateFileException("the key " + file + " is in the old form '" + block.label()
                        + "': write it as PKCS #8 with openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW");
            }
        }
        throw new CertificateFileException(
                file + " holds no private key; it has to be PEM, with a line -----BEGIN PRIVATE KEY-----");
    }

    /** The algorithm stands in the key, where Java does not look for it. */
    private static PrivateKey decode(Pem.Block block, Path file) throws CertificateFileException {
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.content()));
            } catch (InvalidKeySpecException another) {
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java knows " + algorithm, e);
            }
        }
        throw new CertificateFileException("the key " + file + " is damaged, or of none of the kinds "
                + String.join(", ", SIGNATURES.keySet().stream().sorted().toList()));
    }

    /** Whether what the one signs is what the other expects. */
    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), "none"));
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }
}
