package io.tongbao.postgres;

/** What a commit survives. The product knows only {@link #DURABLE}; the others exist to test and to be measured against. */
public enum WriteSafety {
    /** An answered commit survives a crash of the process, the machine and its power. */
    DURABLE(true, true),
    /** Answered commits can be lost when PostgreSQL is killed: the control round of the crash test, which must lose some. */
    LOSES_RECENT_COMMITS(true, false),
    /** Nothing survives a machine crash: throw-away databases of unit tests. */
    UNSAFE_FOR_TESTS(false, false);

    private final boolean fsync;
    private final boolean synchronousCommit;

    WriteSafety(boolean fsync, boolean synchronousCommit) {
        this.fsync = fsync;
        this.synchronousCommit = synchronousCommit;
    }

    boolean fsync() {
        return fsync;
    }

    boolean synchronousCommit() {
        return synchronousCommit;
    }
}
