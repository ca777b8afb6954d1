package org.serment.bench.off;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's classes still have what the bench switches off, and what is written instead is sound.
class SwitchTest {

    @TempDir
    Path directory;

    @Test
    void everySwitchFitsTheServer() throws Exception {
        for (Switch one : Switch.values()) {
            Path classes = Files.createDirectory(directory.resolve(one.word()));
            Switch.off(EnumSet.of(one), classes);
            assertSound(classes);
        }
        Path all = Files.createDirectory(directory.resolve("all"));
        Switch.off(EnumSet.allOf(Switch.class), all);
        assertSound(all);
        Path none = Files.createDirectory(directory.resolve("none"));
        Switch.off(EnumSet.noneOf(Switch.class), none);
        assertEquals(0, none.toFile().list().length);
    }

    private static void assertSound(Path classes) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) assertEquals(List.of(), ClassFile.of().verify(Files.readAllBytes(file)), file.toString());
    }

    @Test
    void withoutSealingAMessageLiesInTheOpen() throws Exception {
        Switch.off(EnumSet.of(Switch.SEALING), directory);
        // kernel from the changed classes first, as the measured server has it
        URL kernel = org.serment.kernel.seal.Seal.class.getProtectionDomain().getCodeSource().getLocation();
        URL bench = Bypass.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL(), kernel, bench}, null)) {
            Class<?> key = loader.loadClass("org.serment.kernel.seal.Key");
            Object secret = key.getMethod("of", byte[].class).invoke(null, (Object) new byte[32]);
            Class<?> seal = loader.loadClass("org.serment.kernel.seal.Seal");
            byte[] plain = {1, 2, 3, 4};
            byte[] sealed = (byte[]) seal.getMethod("seal", key, long.class, int.class, byte[].class, byte[].class, byte[].class)
                    .invoke(null, secret, 7L, 1, new byte[32], new byte[0], plain);
            assertArrayEquals(plain, java.util.Arrays.copyOfRange(sealed, 46, 50));
            assertArrayEquals(plain, (byte[]) seal.getMethod("open", key, byte[].class, byte[].class)
                    .invoke(null, secret, new byte[0], sealed));
        }
    }

    @Test
    void aMethodThatIsGoneIsSaid() {
        var edit = new Edit("org.serment.kernel.seal.Envelope", "unseal", Edit.Body.BYPASS);
        assertThrows(IllegalStateException.class, () -> edit.into(directory, List.of(edit)));
    }
}
