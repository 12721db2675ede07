package io.tongbao.merchant.wiring;

import java.nio.file.Path;

/** Where key files lie: outside the data directory and the database. */
public record KeysDirectory(Path path) {}
