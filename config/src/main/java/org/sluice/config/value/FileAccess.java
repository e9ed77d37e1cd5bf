package org.sluice.config.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Who may read a file that holds a password. */
public final class FileAccess {

    private FileAccess() {}

    /**
     * Whether group or others may read the file, by its POSIX mode; false on file systems that have none, and for a file
     * that is not there, about which reading it will complain.
     */
    public static boolean isShared(Path file) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            return mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }

    static String refusal(String file) {
        return "a password must not stand in '" + file + "', which group or others may read: run chmod 600 '" + file
                + "', or move the password to a file of yours alone, or to ${env:NAME}";
    }
}
