package io.tongbao.payment.mandate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Over which time a mandate's cap counts; calendar periods of Asia/Shanghai. The number is stored. */
public enum MandatePeriod {
    DAY(1),
    /** From Monday. */
    WEEK(2),
    MONTH(3);

    private final int number;

    MandatePeriod(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static MandatePeriod of(int number) {
        return values()[number - 1];
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** First day of the period that a day belongs to. */
    public LocalDate start(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }
}
