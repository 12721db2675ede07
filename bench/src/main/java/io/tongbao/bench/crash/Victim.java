package io.tongbao.bench.crash;

/** Who is killed in a round. */
enum Victim {
    /** The server that runs the embedded PostgreSQL; PostgreSQL lives on. */
    FIRST_SERVER,
    /** The server that uses the first one's PostgreSQL. */
    SECOND_SERVER,
    /** PostgreSQL's main process; its children end themselves. */
    POSTGRES,
    /** Every process of PostgreSQL at once. */
    ALL_OF_POSTGRES,
    /** The first server and every process of PostgreSQL. */
    EVERYTHING
}
