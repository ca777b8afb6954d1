package org.serment.e2e.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.serment.e2e.Program;

/// The clients of `e2e/clients`, in the exact versions of its `package-lock.json`, installed from npm into `target/clients`.
public final class Npm {

    private Npm() {}

    /// The directory with the scripts and `node_modules`. What is there already is kept while the versions are the same.
    public static Path installed() throws IOException, InterruptedException {
        Path from = Program.repository().resolve("e2e/clients");
        Path to = Path.of("target/clients").toAbsolutePath();
        Files.createDirectories(to);
        Path lock = to.resolve("package-lock.json");
        boolean same = Files.exists(to.resolve("node_modules")) && Files.exists(lock) && Files.mismatch(lock, from.resolve("package-lock.json")) < 0;
        try (var files = Files.newDirectoryStream(from, Files::isRegularFile)) {
            for (Path file : files) Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!same) run(to, Map.of(), "npm", "ci");
        return to;
    }

    /// A file of a published package, without what the package stands on: the package must be the one of that SHA-512 (base64).
    public static byte[] file(String name, String version, String sha512, String path) throws IOException, InterruptedException {
        Path to = Path.of("target/packed").toAbsolutePath();
        Files.createDirectories(to);
        Path packed = to.resolve(name + "-" + version + ".tgz");
        if (!Files.exists(packed)) run(to, Map.of(), "npm", "pack", "--silent", "--ignore-scripts", name + "@" + version);
        byte[] all = Files.readAllBytes(packed);
        try {
            String is = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(all));
            if (!is.equals(sha512)) throw new AssertionError(name + " " + version + " is another one than it was");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        run(to, Map.of(), "tar", "-xzf", packed.toString(), "package/" + path);
        return Files.readAllBytes(to.resolve("package").resolve(path));
    }

    /// Runs a script of `e2e/clients`; gives what it printed. Fails with its words when it fails.
    static String node(String script, Map<String, String> environment) throws IOException, InterruptedException {
        return run(installed(), environment, "node", script);
    }

    private static String run(Path directory, Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(command)).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(String.join(" ", command) + ":\n" + said);
        return said;
    }
}
