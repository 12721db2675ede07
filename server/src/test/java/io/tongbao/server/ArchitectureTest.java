package io.tongbao.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.tongbao.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of the modules, held by a test. */
final class ArchitectureTest {

    /** Which modules each module may see; a module that is missing here may see everything. */
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("postgres", Set.of("kernel")),
            Map.entry("ledger", Set.of("kernel", "postgres")),
            Map.entry("outbox", Set.of("kernel", "postgres")),
            Map.entry("vault", Set.of("kernel", "postgres")),
            Map.entry("credential", Set.of("kernel", "postgres", "vault")),
            Map.entry("staff", Set.of("kernel", "postgres", "vault", "credential")),
            Map.entry("pki", Set.of("kernel", "postgres", "vault")),
            Map.entry("edge", Set.of("kernel")),
            Map.entry("partner", Set.of("kernel")),
            Map.entry("bank", Set.of("kernel", "postgres", "partner")),
            Map.entry("carrier", Set.of("kernel", "partner")),
            Map.entry("customer", Set.of("kernel", "postgres", "ledger", "outbox", "vault", "credential", "staff")),
            Map.entry(
                    "payment",
                    Set.of(
                            "kernel",
                            "postgres",
                            "ledger",
                            "outbox",
                            "vault",
                            "credential",
                            "staff",
                            "partner",
                            "bank",
                            "carrier",
                            "customer")),
            Map.entry(
                    "merchant",
                    Set.of(
                            "kernel",
                            "postgres",
                            "ledger",
                            "outbox",
                            "vault",
                            "credential",
                            "staff",
                            "pki",
                            "edge",
                            "partner",
                            "customer",
                            "payment")),
            Map.entry(
                    "web",
                    Set.of(
                            "kernel",
                            "postgres",
                            "ledger",
                            "outbox",
                            "vault",
                            "credential",
                            "staff",
                            "pki",
                            "edge",
                            "partner",
                            "bank",
                            "carrier",
                            "customer",
                            "payment",
                            "merchant")),
            Map.entry("testkit", Set.of("kernel", "postgres")));

    private static final List<String> ALL = List.of(
            "kernel",
            "postgres",
            "ledger",
            "outbox",
            "vault",
            "credential",
            "staff",
            "pki",
            "edge",
            "partner",
            "bank",
            "carrier",
            "customer",
            "payment",
            "merchant",
            "web",
            "server",
            "testkit",
            "bench");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tongbao");

    @ParameterizedTest
    @MethodSource("restrictedModules")
    void aModuleSeesOnlyWhatTheMapAllows(String module) {
        Set<String> allowed = MAY_SEE.getOrDefault(module, Set.of());
        String[] forbidden = ALL.stream()
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .map(other -> "io.tongbao." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.tongbao." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .because("the map of modules says what " + module + " may see")
                .check(PRODUCT);
    }

    static Set<String> restrictedModules() {
        return MAY_SEE.keySet();
    }

    @Test
    void theKernelKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.tongbao.kernel..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tongbao.kernel..", "java..", "org.jspecify..")
                .check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "postgres", "ledger", "outbox"})
    void theCoreHasNoSpring(String module) {
        noClasses()
                .that()
                .resideInAPackage("io.tongbao." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new EachInnerPackage())
                .should()
                .beFreeOfCycles()
                .check(PRODUCT);
    }

    @Test
    void theRulesCanFail() {
        assertThatThrownBy(() -> noClasses()
                        .that()
                        .resideInAPackage("io.tongbao.postgres..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.zaxxer..")
                        .check(PRODUCT))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theErrorCatalogueIsCompleteAndUnique() throws ReflectiveOperationException {
        Map<String, String> owners = new HashMap<>();
        List<String> faults = new ArrayList<>();
        int count = 0;
        for (JavaClass type : PRODUCT) {
            if (type.isEnum() && type.isAssignableTo(ErrorCode.class)) {
                for (Object constant : Class.forName(type.getName()).getEnumConstants()) {
                    ErrorCode code = (ErrorCode) constant;
                    count++;
                    String where = type.getSimpleName() + "." + code.name();
                    String other = owners.putIfAbsent(code.code(), where);
                    if (other != null) {
                        faults.add(code.code() + " is both " + other + " and " + where);
                    }
                    if (!code.code().matches("[a-z][a-z0-9_]*")) {
                        faults.add(where + ": not a stable name: " + code.code());
                    }
                    if (!code.zh().strip().matches("(?s).+[。！？]")
                            || code.zh().codePoints().noneMatch(c -> c >= 0x4E00)) {
                        faults.add(where + ": the Chinese text is no sentence: " + code.zh());
                    }
                    if (!code.en().strip().matches("(?s)[A-Z0-9].+[.!?]")) {
                        faults.add(where + ": the English text is no sentence: " + code.en());
                    }
                    if (code.httpStatus() < 400 || code.httpStatus() > 599) {
                        faults.add(where + ": HTTP status " + code.httpStatus());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(count).isGreaterThan(10);
    }

    /** The package below the module's root decides; the root holds the module's vocabulary and its way in, so it is free. */
    private static final class EachInnerPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean inner = type.getPackageName().split("\\.").length > 3;
            return inner ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each inner package";
        }
    }
}
