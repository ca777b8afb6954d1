package org.serment.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One class file, as much of it as the house rules look at. Names are binary names with dots.
///
/// @param uses every class that the file refers to: its constant pool and all descriptors
/// @param calls members that it refers to, as `owner.name`
/// @param texts its string constants, the pieces of concatenations included
/// @param statics its static fields
record Compiled(String name, boolean isFinal, Set<String> uses, Set<String> calls, Set<String> texts,
                List<StaticField> statics, List<Maker> makers) {

    record StaticField(String name, String type, boolean isFinal) {}

    /// A constructor, or a static method that gives the class itself.
    record Maker(String name, boolean isPublic) {}

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    /// All classes below a directory or inside a jar.
    static List<Compiled> under(Path place) {
        try {
            if (Files.isDirectory(place)) return walk(place);
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return walk(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Compiled> walk(Path root) throws IOException {
        var all = new ArrayList<Compiled>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                if (!file.endsWith("module-info.class")) all.add(read(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    static Compiled read(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        String self = dots(model.thisClass().asInternalName());
        var uses = new TreeSet<String>();
        var calls = new HashSet<String>();
        var texts = new HashSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry c -> addClass(uses, c.asInternalName());
                case MemberRefEntry m -> calls.add(dots(m.owner().asInternalName()) + "." + m.name().stringValue());
                case NameAndTypeEntry n -> addDescriptor(uses, n.type().stringValue());
                case StringEntry s -> texts.add(s.stringValue());
                default -> { }
            }
        }
        addSignature(uses, model);
        for (FieldModel field : model.fields()) {
            addDescriptor(uses, field.fieldType().stringValue());
            addSignature(uses, field);
        }
        for (MethodModel method : model.methods()) {
            addDescriptor(uses, method.methodType().stringValue());
            addSignature(uses, method);
        }
        uses.remove(self);
        return new Compiled(self, model.flags().has(AccessFlag.FINAL), uses, calls, texts, statics(model),
                makers(model));
    }

    private static List<StaticField> statics(ClassModel model) {
        return model.fields().stream()
                .filter(f -> f.flags().has(AccessFlag.STATIC))
                .map(f -> new StaticField(f.fieldName().stringValue(), f.fieldType().stringValue(),
                        f.flags().has(AccessFlag.FINAL)))
                .toList();
    }

    private static List<Maker> makers(ClassModel model) {
        String returnsItself = ")L" + model.thisClass().asInternalName() + ";";
        return model.methods().stream()
                .filter(m -> m.methodName().equalsString("<init>")
                        || m.flags().has(AccessFlag.STATIC) && m.methodType().stringValue().endsWith(returnsItself))
                .map(Compiled::maker)
                .toList();
    }

    private static Maker maker(MethodModel m) {
        return new Maker(m.methodName().stringValue(), m.flags().has(AccessFlag.PUBLIC));
    }

    private static void addSignature(Set<String> uses, AttributedElement element) {
        element.findAttribute(Attributes.signature())
                .ifPresent(signature -> addDescriptor(uses, signature.signature().stringValue()));
    }

    private static void addClass(Set<String> uses, String internal) {
        if (internal.startsWith("[")) addDescriptor(uses, internal);
        else uses.add(dots(internal));
    }

    private static void addDescriptor(Set<String> uses, String descriptor) {
        var found = IN_DESCRIPTOR.matcher(descriptor);
        while (found.find()) uses.add(dots(found.group(1)));
    }

    private static String dots(String internal) {
        return internal.replace('/', '.');
    }
}
