package org.serment.server.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;

/// A PostgreSQL of our own under a data directory, on the loopback address, behind passwords that only
/// the owner of the directory can read. Its data survive restarts.
///
/// In the directory: `lock`, `postgresql-*` (programs), `database` (the cluster), `superuser` (a password),
/// `connection.properties` (settings with which another process joins this database while it runs).
public final class Embedded implements AutoCloseable {
    static final String OWNER = "serment_owner";
    static final String APP = "serment_app";
    private static final String NAME = "serment";
    private static final long LEAST_FREE_MB = 300;

    private final DataLock lock;
    private final Postmaster server;
    private final Login superuser;
    private final Login owner;
    private final Login app;

    private Embedded(DataLock lock, Postmaster server, Login superuser, Login owner, Login app) {
        this.lock = lock;
        this.server = server;
        this.superuser = superuser;
        this.owner = owner;
        this.app = app;
    }

    /// Starts the server, creating the cluster when there is none; first stops one of ours that a killed process left.
    ///
    /// @throws CannotStart when the directory is in use or can't be written, or PostgreSQL doesn't start
    public static Embedded start(Path data) {
        DataLock lock = DataLock.take(data);
        try {
            room(data);
            Path home = Binaries.unpacked(data.toRealPath());
            RunAs runAs = RunAs.choose(data);
            Path cluster = data.toRealPath().resolve("database");
            Orphan.stop(data.toRealPath(), cluster);
            if (!Files.exists(cluster)) initialise(data.toRealPath(), home, runAs, cluster);
            runAs.own(cluster);
            Login superuser = new Login("postgres", Config.firstLine(data.resolve("superuser")));
            Login owner = password(data, OWNER);
            Login app = password(data, APP);
            Embedded started = new Embedded(lock, Postmaster.start(home, runAs, cluster, freePort()), superuser, owner, app);
            try {
                started.prepare(data);
            } catch (RuntimeException e) {
                started.close();
                throw e;
            }
            return started;
        } catch (IOException e) {
            lock.close();
            throw new CannotStart("can't use the data directory " + data + " (" + Reasons.of(e) + ")", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void room(Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace() >> 20;
        if (free < LEAST_FREE_MB)
            throw new CannotStart("only " + free + " MB are free on the disk of " + data + ", at least " + LEAST_FREE_MB
                    + " are needed; free some space or choose another directory with --data");
    }

    /// How to reach the database.
    public Config.Place.Remote place() {
        return place(NAME);
    }

    Config.Place.Remote place(String database) {
        return new Config.Place.Remote(url(database), owner, app);
    }

    /// The process of the server, for measurements of its CPU time.
    public long pid() {
        return server.pid();
    }

    /// A connection as the superuser: tests and preparation only.
    Connection administer(String database) throws SQLException {
        return DriverManager.getConnection(url(database), superuser.user(), superuser.password());
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    private static void initialise(Path data, Path home, RunAs runAs, Path cluster) throws IOException {
        Path fresh = data.resolve("database.new");
        Binaries.remove(fresh);
        Files.createDirectory(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String password = random();
        secret(data.resolve("superuser"), password + "\n");
        Path handed = fresh.resolveSibling("database.password");
        secret(handed, password + "\n");
        runAs.own(fresh);
        runAs.own(handed);
        Path log = data.resolve("initdb.log");
        try {
            Process p = new ProcessBuilder(runAs.command(home.resolve("bin/initdb"), "--pgdata=" + fresh, "--username=postgres",
                    "--auth=scram-sha-256", "--pwfile=" + handed, "--encoding=UTF8", "--locale-provider=builtin",
                    "--locale=C.UTF-8", "--data-checksums", "--no-instructions"))
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            p.getOutputStream().close();
            if (p.waitFor() != 0) throw new CannotStart("PostgreSQL could not create its files: " + Postmaster.tail(log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while PostgreSQL created its files", e);
        } finally {
            Files.deleteIfExists(handed);
        }
        Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Roles and the database, each start: repairs what an interrupted first start left out.
    private void prepare(Path data) {
        try (Connection c = administer("postgres")) {
            role(c, owner);
            role(c, app);
            try (var rows = c.createStatement().executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
                if (!rows.next()) c.createStatement().execute("create database " + NAME + " owner " + OWNER);
            }
            c.createStatement().execute("revoke connect on database " + NAME + " from public");
            c.createStatement().execute("grant connect on database " + NAME + " to " + APP);
        } catch (SQLException e) {
            throw new CannotStart("the embedded PostgreSQL started but can't be prepared (SQLSTATE " + e.getSQLState()
                    + "); if the file 'superuser' was changed, put it back", e);
        }
        secret(data.resolve("connection.properties"), "database.url=" + url(NAME)
                + "\ndatabase.owner.user=" + OWNER + "\ndatabase.owner.password=" + owner.password()
                + "\ndatabase.user=" + APP + "\ndatabase.password=" + app.password() + "\n");
    }

    private static void role(Connection c, Login login) throws SQLException {
        try (var rows = c.createStatement().executeQuery("select 1 from pg_roles where rolname = '" + login.user() + "'")) {
            String verb = rows.next() ? "alter" : "create";
            c.createStatement().execute(verb + " role " + login.user()
                    + " login nosuperuser nocreatedb nocreaterole noreplication password '" + login.password() + "'");
        }
    }

    private static Login password(Path data, String user) {
        Path file = data.resolve("connection.properties");
        Properties p = new Properties();
        if (Files.exists(file)) {
            try (var r = Files.newBufferedReader(file)) {
                p.load(r);
            } catch (IOException e) {
                throw new CannotStart("can't read " + file, e);
            }
        }
        String key = user.equals(OWNER) ? "database.owner.password" : "database.password";
        return new Login(user, p.getProperty(key, random()));
    }

    private static String random() {
        byte[] b = new byte[24];
        new SecureRandom().nextBytes(b);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(b);
    }

    /// Writes a file that only its owner can read, whole or not at all.
    static void secret(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotStart("can't write " + file + " (" + Reasons.of(e) + ")", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return s.getLocalPort();
        }
    }

    /// Stops the server cleanly: open transactions are rolled back, a checkpoint is written. Close the pools first.
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            lock.close();
        }
    }
}
