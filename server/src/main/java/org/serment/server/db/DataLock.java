package org.serment.server.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// One process at a time uses a data directory. The lock is the kernel's: it ends with the process, however it ends.
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataLock take(Path directory) {
        Path file = directory.resolve("lock");
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(directory)) Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) return new DataLock(channel);
            channel.close();
        } catch (OverlappingFileLockException e) {
            close(channel);
        } catch (IOException e) {
            close(channel);
            throw new CannotStart("can't write in the data directory " + directory + " (" + Reasons.of(e) + "); choose another with --data", e);
        }
        throw new CannotStart("another process uses the data directory " + directory + "; stop it, or choose another with --data");
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException e) {
            // the lock was never ours
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
