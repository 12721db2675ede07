package io.tongbao.postgres;

import java.util.regex.Pattern;

/**
 * A module that owns one schema of its own name, with migrations at {@code classpath:db/<name>}.
 *
 * @param name lower-case letters, 1 to 30
 */
public record SchemaModule(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z]{1,30}");

    public SchemaModule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a schema module's name is 1 to 30 lower-case letters: " + name);
        }
    }

    String location() {
        return "classpath:db/" + name;
    }
}
