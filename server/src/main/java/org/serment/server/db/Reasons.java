package org.serment.server.db;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.FileAlreadyExistsException;

/// Why a file could not be used, in words for the operator.
final class Reasons {
    private Reasons() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException a -> "no permission on " + a.getFile();
            case NoSuchFileException n -> n.getFile() + " doesn't exist";
            case NotDirectoryException n -> n.getFile() + " is not a directory";
            case FileAlreadyExistsException f -> f.getFile() + " exists and is not a directory";
            default -> String.valueOf(e.getMessage()).contains("No space left") ? "the disk is full" : String.valueOf(e.getMessage());
        };
    }
}
