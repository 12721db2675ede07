package io.tongbao.customer.life;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Closes an account for ever, when nothing is left on it and nothing under way: the balance is paid out first, by a transfer
 * or in cash. The wallet is frozen both ways in the same transaction that looks at it, so no payment can slip in between.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, {@link CustomerError#BALANCE_NOT_ZERO} with what is left, {@link
 * CustomerError#PAYMENTS_IN_FLIGHT}, {@link CustomerError#HOLD_PREVENTS}; those of {@link Challenges#use}. Closing a closed
 * account changes nothing.
 */
public final class CloseAccount {

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final Holds holds;

    public CloseAccount(CustomerDesk desk) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.holds = new Holds(desk);
    }

    /** By the customer, with a challenge of {@link Purpose#CLOSE_ACCOUNT}. */
    public Customer execute(UUID customerId, UUID challengeId) {
        Customer customer = desk.customer(customerId);
        if (customer.status() == CustomerStatus.CLOSED) {
            return customer;
        }
        refuseUnlessEmpty(
                customer, desk.ledger().account(customer.walletAccountId()).orElseThrow());
        challenges.use(challengeId, customerId, Purpose.CLOSE_ACCOUNT);
        return byStaff(customerId);
    }

    /** By staff, who have their own procedure. */
    public Customer byStaff(UUID customerId) {
        return desk.inTransaction(() -> {
            Customer customer = desk.lock(customerId);
            if (customer.status() == CustomerStatus.CLOSED) {
                return customer;
            }
            if (holds.of(customerId).stream().anyMatch(hold -> hold.liftedAt() == null)) {
                throw new Refused(CustomerError.HOLD_PREVENTS);
            }
            freeze(customer.walletAccountId());
            // What is committed, while no batch can change it: they wait for the row that was just frozen.
            refuseUnlessEmpty(
                    customer, desk.ledger().account(customer.walletAccountId()).orElseThrow());
            desk.jdbc()
                    .sql("UPDATE customer.customer SET status = ?, closed_at = ? WHERE id = ?")
                    .params(CustomerStatus.CLOSED.number(), Moments.at(desk.now()), customerId)
                    .update();
            desk.jdbc()
                    .sql("UPDATE customer.device SET active = false WHERE customer_id = ?")
                    .param(customerId)
                    .update();
            // Somebody else of the same person may now have class III.
            desk.jdbc()
                    .sql("UPDATE customer.identity SET class_three = NULL WHERE customer_id = ?")
                    .param(customerId)
                    .update();
            desk.notices().record(customerId, NoticeKind.CLOSED);
            return desk.customer(customerId);
        });
    }

    private void freeze(long walletAccountId) {
        Connection connection = DataSourceUtils.getConnection(desk.dataSource());
        try {
            for (AccountFlag flag : List.of(AccountFlag.DEBIT_FROZEN, AccountFlag.CREDIT_FROZEN)) {
                AccountStore.setFrozen(connection, walletAccountId, flag, true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the wallet could not be frozen", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, desk.dataSource());
        }
    }

    private static void refuseUnlessEmpty(Customer customer, Account wallet) {
        if (wallet.debitsPending() != 0 || wallet.creditsPending() != 0) {
            throw new Refused(CustomerError.PAYMENTS_IN_FLIGHT);
        }
        if (wallet.balance() != 0) {
            throw new Refused(
                    CustomerError.BALANCE_NOT_ZERO,
                    Money.of(wallet.balance(), customer.currency()).toDecimal());
        }
    }
}
