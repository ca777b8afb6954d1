package org.serment.server.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs that the binaries jar carries, unpacked once into the data directory.
final class Binaries {
    private static final String OTHERWISE = "run PostgreSQL 17 or later yourself and set database.url";
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    private Binaries() {}

    /// Returns the directory that holds `bin/postgres`, unpacking it when it isn't there yet.
    /// It is named by the digest of the archive, so that a new version never mixes with an old one.
    static Path unpacked(Path data) {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        if (!os.contains("linux") || !arch.equals("amd64"))
            throw new CannotStart("the embedded PostgreSQL runs on Linux amd64 only (this is " + os + " " + arch
                    + "); " + OTHERWISE);
        try {
            Path home = data.resolve("postgresql-" + digest().substring(0, 12));
            if (Files.isExecutable(home.resolve("bin/postgres"))) return running(home);
            Path fresh = Files.createTempDirectory(data, "postgresql.");
            try {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                unpack(fresh);
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                remove(fresh);
                throw e;
            }
            return running(home);
        } catch (IOException e) {
            throw new CannotStart("can't unpack PostgreSQL under " + data + " (" + Reasons.of(e)
                    + "): about 100 MB of writable disk are needed", e);
        }
    }

    /// Tries the program: a system of another C library can't run it, and says so better here than later.
    private static Path running(Path home) throws IOException {
        try {
            Process p = new ProcessBuilder(home.resolve("bin/postgres").toString(), "--version").redirectErrorStream(true).start();
            p.getOutputStream().close();
            String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
            if (p.waitFor() == 0) return home;
            throw new CannotStart("the embedded PostgreSQL doesn't run on this system (" + said + "); " + OTHERWISE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while PostgreSQL was tried", e);
        } catch (IOException e) {
            if (Files.isExecutable(home.resolve("bin/postgres")))
                throw new CannotStart("the embedded PostgreSQL doesn't run on this system: it needs Linux amd64 with glibc, and a disk that allows programs; " + OTHERWISE, e);
            throw e;
        }
    }

    private static InputStream archive() throws IOException {
        InputStream in = Binaries.class.getResourceAsStream("/" + ARCHIVE);
        if (in == null) throw new CannotStart("the embedded PostgreSQL (" + ARCHIVE + ") isn't on the class path");
        return new BufferedInputStream(in, 1 << 16);
    }

    private static String digest() throws IOException {
        try (DigestInputStream in = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path root) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                Path path = root.resolve(e.getName()).normalize();
                if (!path.startsWith(root)) throw new IOException("entry outside the archive: " + e.getName());
                if (e.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (e.isSymbolicLink()) Files.createSymbolicLink(path, Path.of(e.getLinkName()));
                else if (e.isLink()) Files.createLink(path, root.resolve(e.getLinkName()));
                else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString((e.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /// Removes a directory with all that is in it; used for an initialisation that did not finish.
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }
}
