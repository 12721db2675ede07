package io.tongbao.vault;

/** Where a version of a data key stands. */
public enum KeyState {
    /** Known to all nodes soon, used by none yet. */
    PENDING,
    /** For new values. */
    CURRENT,
    /** For values that were made with it. */
    OLD,
    /** For nothing any more; still there, wrapped, and can be brought back. */
    RETIRED
}
