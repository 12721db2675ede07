package io.tongbao.bank.sandbox;

import io.tongbao.partner.sandbox.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One bank of the sandbox: its books, the trouble ordered for it, and its faces. */
public final class SandboxBank implements AutoCloseable {

    private final Path directory;
    private final BankBooks books;
    private final Script script;
    private final List<Face> faces = new ArrayList<>();

    private SandboxBank(Path directory, BankBooks books, Script script) {
        this.directory = directory;
        this.books = books;
        this.script = script;
    }

    /** @param directory of this bank's own; its journal lies in it */
    public static SandboxBank open(Path directory, InstantSource clock, long seed) {
        return new SandboxBank(directory, BankBooks.open(directory.resolve("books.journal"), clock), new Script(seed));
    }

    public BankBooks books() {
        return books;
    }

    public Script script() {
        return script;
    }

    public Path directory() {
        return directory;
    }

    /** Starts a face and closes it with the bank. */
    public synchronized void addFace(Face face) {
        try {
            face.start(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        faces.add(face);
    }

    public synchronized List<Face> faces() {
        return List.copyOf(faces);
    }

    @Override
    public synchronized void close() {
        faces.forEach(Face::close);
        books.close();
    }
}
