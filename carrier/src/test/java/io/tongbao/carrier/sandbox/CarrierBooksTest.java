package io.tongbao.carrier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.sandbox.Operation.State;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarrierBooksTest {

    private static final Msisdn RICH = new Msisdn("+8613900000008");
    private static final Duration LIFE = Duration.ofMinutes(15);

    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock();
    private final Ids ids = new Ids(clock, new Random(3));

    private CarrierBooks open() throws IOException {
        CarrierBooks books = CarrierBooks.open(directory.resolve("books"), clock, LIFE);
        SandboxSubscriber.seeded().forEach(books::open);
        return books;
    }

    /** A random walk; opened again from the file, with a torn last line, the books are the same. */
    @Test
    void theFileHoldsEverything() throws IOException {
        Random random = new Random(5);
        List<UUID> given = new ArrayList<>(List.of(ids.next()));
        List<Operation> all;
        List<CarrierBooks.Account> accounts;
        try (CarrierBooks books = open()) {
            for (int i = 0; i < 500; i++) {
                UUID id = random.nextInt(4) == 0 ? given.get(random.nextInt(given.size())) : ids.next();
                UUID other = given.get(Math.max(0, given.size() - 1 - random.nextInt(4)));
                given.add(id);
                long amount = 1L + random.nextInt(500);
                switch (random.nextInt(8)) {
                    case 0 -> books.charge(id, RICH, amount, false, "a\tb\nc");
                    case 1 -> books.charge(id, RICH, amount, true, "");
                    case 2 -> books.confirm(other);
                    case 3 -> books.cancel(other);
                    case 4 -> books.refund(id, other, amount);
                    case 5 -> books.reverse(id, other);
                    case 6 -> books.topUp(id, RICH, amount);
                    default -> books.exchangePoints(id, RICH, 10, amount);
                }
                clock.advance(Duration.ofSeconds(random.nextInt(200)));
            }
            all = books.all();
            accounts = books.accounts();
            assertThat(all.stream().map(Operation::state).distinct()).contains(State.values());
        }
        Files.writeString(directory.resolve("books"), "O\ttorn", StandardOpenOption.APPEND);
        try (CarrierBooks again = open()) {
            assertThat(again.all()).isEqualTo(all);
            assertThat(again.accounts()).isEqualTo(accounts);
        }
    }

    @Test
    void aCapIsReachedExactlyAndStartsAnewNextMonth() throws IOException {
        Msisdn capped = new Msisdn("+8613900000006");
        try (CarrierBooks books = open()) {
            assertThat(books.charge(ids.next(), capped, 500, false, "").ok()).isTrue();
            assertThat(books.charge(ids.next(), capped, 1, false, "").code()).isEqualTo(BookCode.OVER_CAP);
            clock.advance(Duration.ofDays(31));
            assertThat(books.charge(ids.next(), capped, 500, false, "").ok()).isTrue();
        }
    }

    @Test
    void aDayHoldsWhatStandsOnTheBill() throws IOException {
        try (CarrierBooks books = open()) {
            UUID kept = ids.next();
            UUID gone = ids.next();
            books.charge(kept, RICH, 100, false, "");
            books.charge(gone, RICH, 100, false, "");
            books.charge(ids.next(), RICH, 100, true, "");
            books.reverse(ids.next(), gone);
            assertThat(books.operations(LocalDate.of(2026, 3, 1)))
                    .singleElement()
                    .satisfies(each -> assertThat(each.id()).isEqualTo(kept));
            assertThat(books.operations(LocalDate.of(2026, 3, 2))).isEmpty();
        }
    }
}
