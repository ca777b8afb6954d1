package org.serment.server.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Under which identity PostgreSQL runs: it refuses to be root.
///
/// An ordinary user runs it as it is. For root there are two ways, tried in this order: a user namespace
/// of its own (files stay root's, no other account is needed), or another account of the system.
sealed interface RunAs {

    /// What stands before the program on the command line.
    List<String> prefix();

    /// The owner that the database's files must have.
    int uid();

    record Ordinary(int uid) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }
    }

    record Namespace() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user", "--");
        }

        @Override
        public int uid() {
            return 0;
        }
    }

    record Account(int uid, int gid) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--");
        }
    }

    static RunAs choose(Path data) {
        int uid = owner(Path.of("/proc/self"));
        if (uid != 0) return new Ordinary(uid);
        Namespace namespace = new Namespace();
        String seen = output(namespace.prefix(), "id", "-u");
        if (!seen.isEmpty() && !seen.equals("0")) return namespace;
        for (String name : List.of("postgres", "nobody")) {
            String user = output(List.of(), "id", "-u", name);
            String group = output(List.of(), "id", "-g", name);
            if (user.isEmpty() || group.isEmpty()) continue;
            Account account = new Account(Integer.parseInt(user), Integer.parseInt(group));
            reachable(data);
            if (output(account.prefix(), "sh", "-c", "cd \"$0\" && echo yes", data.toString()).equals("yes")) return account;
        }
        throw new CannotStart("PostgreSQL refuses to run as root, and here root can neither open a user namespace (unshare --user) "
                + "nor run it as 'postgres' or 'nobody' in " + data + ". Run as an ordinary user, "
                + "choose a data directory that other accounts can enter (--data /var/lib/serment), or set database.url");
    }

    /// Gives `directory` and all in it to this identity; does nothing when it already has it.
    default void own(Path directory) {
        if (owner(directory) == uid()) return;
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path p : all.toList()) Files.setAttribute(p, "unix:uid", uid(), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new CannotStart("can't give " + directory + " to the account that runs PostgreSQL (uid " + uid() + ")", e);
        }
    }

    default List<String> command(Object... words) {
        List<String> all = new ArrayList<>(prefix());
        for (Object w : words) all.add(w.toString());
        return all;
    }

    private static void reachable(Path data) {
        try {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new CannotStart("can't change the permissions of " + data, e);
        }
    }

    private static int owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new CannotStart("can't read who owns " + path, e);
        }
    }

    /// What a program printed, stripped; empty when it is missing or fails.
    private static String output(List<String> prefix, String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        try {
            Process p = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            p.getOutputStream().close();
            String text = new String(p.getInputStream().readAllBytes()).strip();
            return p.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
