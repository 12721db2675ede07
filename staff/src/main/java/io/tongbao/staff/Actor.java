package io.tongbao.staff;

import io.tongbao.kernel.PublicId;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who does something that the audit trail records. */
public sealed interface Actor {

    /** {@code staff:stf_…} or {@code system:cli}. */
    String text();

    /** A member of staff. */
    record Member(UUID id) implements Actor {
        @Override
        public String text() {
            return "staff:" + PublicId.format(StaffMember.PREFIX, id);
        }
    }

    /** A part of the system, or whoever holds its command line. */
    record Machine(String name) implements Actor {

        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

        public Machine {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a machine's name has 1 to 32 lower-case letters, digits, hyphens");
            }
        }

        @Override
        public String text() {
            return "system:" + name;
        }
    }
}
