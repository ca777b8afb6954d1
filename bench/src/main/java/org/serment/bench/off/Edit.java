package org.serment.bench.off;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One method of one class of the server that gets another body.
///
/// @param owner its class, by its binary name
/// @param method a name that the class has once
/// @param body what it does instead
record Edit(String owner, String method, Body body) {

    /// What a method does instead of its own.
    enum Body {
        /// [Bypass] has a method of the same name and parameters.
        BYPASS,
        /// It returns an empty list.
        EMPTY_LIST,
        /// It returns a receipt for an entry that nobody wrote.
        RECEIPT
    }

    private static final String RECEIPT = "org.serment.server.journal.Receipt";

    /// Writes the changed class below a directory.
    ///
    /// @throws IllegalStateException when the class has no such method, or several: the server was changed, and this
    ///                               list must follow
    void into(Path directory, Iterable<Edit> same) throws IOException {
        var classes = ClassFile.of();
        var model = classes.parse(bytes());
        for (Edit edit : same) {
            long times = model.methods().stream().filter(edit::is).count();
            if (times != 1) throw new IllegalStateException(owner + " has " + times + " methods " + edit.method + ", not one");
        }
        byte[] changed = classes.transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method) {
                for (Edit edit : same) {
                    if (!edit.is(method)) continue;
                    builder.withMethod(method.methodName(), method.methodType(), method.flags().flagsMask(),
                            fresh -> fresh.withCode(edit.code(method)));
                    return;
                }
            }
            builder.with(element);
        });
        Path file = directory.resolve(owner.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, changed);
    }

    private boolean is(MethodModel method_) {
        return method_.methodName().equalsString(method);
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Edit.class.getClassLoader().getResourceAsStream(owner.replace('.', '/') + ".class")) {
            if (in == null) throw new IllegalStateException("there is no class " + owner);
            return in.readAllBytes();
        }
    }

    private Consumer<CodeBuilder> code(MethodModel model) {
        MethodTypeDesc type = model.methodTypeSymbol();
        return switch (body) {
            case BYPASS -> code -> {
                for (int i = 0; i < type.parameterCount(); i++) {
                    code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
                }
                code.invokestatic(Bypass.class.describeConstable().orElseThrow(), method, type)
                        .return_(TypeKind.from(type.returnType()));
            };
            case EMPTY_LIST -> code -> code
                    .invokestatic(ConstantDescs.CD_List, "of", MethodTypeDesc.of(ConstantDescs.CD_List), true)
                    .areturn();
            case RECEIPT -> code -> {
                var future = CompletableFuture.class.describeConstable().orElseThrow();
                var receipt = ClassDesc.of(RECEIPT);
                code.new_(receipt).dup().lconst_0().aconst_null()
                        .invokestatic(future, "completedFuture", MethodTypeDesc.of(future, ConstantDescs.CD_Object))
                        .invokespecial(receipt, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long, future))
                        .areturn();
            };
        };
    }
}
