package io.tongbao.ledger.store;

/** The lane's token is no longer ours: another node took the lane after our lease ran out. */
public final class LaneLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaneLost(int lane) {
        super("lane " + lane + " belongs to another node now", null, false, false);
    }
}
