package io.tongbao.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.camara.CamaraKind;
import io.tongbao.carrier.diameter.DiameterKind;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows {@code docs/guide/add-a-carrier.md}: every block of settings opens a carrier that works. */
class AddACarrierTest {

    private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private static String guide() throws IOException {
        return Files.readString(PeerProgram.root().resolve("docs/guide/add-a-carrier.md"));
    }

    private static List<Map<String, String>> blocks() throws IOException {
        List<Map<String, String>> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(guide());
        while (matcher.find()) {
            Properties properties = new Properties();
            properties.load(new StringReader(matcher.group(1)));
            Map<String, String> settings = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
            blocks.add(settings);
        }
        return blocks;
    }

    @Test
    void everyBlockOpensACarrierThatWorks() throws IOException {
        List<Map<String, String>> blocks = blocks();
        assertThat(blocks.stream().map(each -> each.get("kind")))
                .containsExactly("camara", "camara", "diameter", "diameter");
        for (Map<String, String> block : blocks) {
            Map<String, String> settings = new HashMap<>(block);
            String id = String.valueOf(settings.remove("id"));
            String kind = String.valueOf(settings.remove("kind"));
            Path place = Files.createDirectory(directory.resolve(id));
            try (CarrierRig rig = new CarrierRig(place, null)) {
                Files.writeString(place.resolve(id + ".secret"), "sandbox");
                Files.writeString(place.resolve(id + ".sink"), "sink-token");
                // Only where the carrier is differs from what the guide says.
                if (kind.equals("camara")) {
                    settings.put("url", rig.sandbox.camara().toString());
                    settings.put("token-url", rig.sandbox.camara() + "/oauth2/token");
                } else {
                    settings.put("host", "127.0.0.1");
                    settings.put("port", Integer.toString(rig.sandbox.diameterPort()));
                }
                CarrierKind opener = kind.equals("camara") ? new CamaraKind() : new DiameterKind();
                assertThat(opener.name()).isEqualTo(kind);
                try (Carrier carrier = opener.open(
                        new PartnerSettings(new PartnerId(id), kind, "运营商", "Carrier", settings), rig.surroundings())) {
                    CarrierRig.eventually(carrier::ready);
                    works(rig, carrier);
                }
            }
        }
    }

    private static void works(CarrierRig rig, Carrier carrier) {
        Charge charge = rig.charge(CarrierRig.PREPAID, 1000);
        assertThat(carrier.charge(charge)).isInstanceOf(Done.class);
        assertThat(carrier.refund(rig.refund(CarrierRig.original(charge, Kind.CHARGE), 1000)))
                .isInstanceOf(Done.class);
        Charge reserve = rig.charge(CarrierRig.PREPAID, 500);
        assertThat(carrier.reserve(reserve)).isInstanceOf(Done.class);
        assertThat(carrier.confirm(CarrierRig.original(reserve, Kind.RESERVATION)))
                .isInstanceOf(Done.class);
        Charge wrong = rig.charge(CarrierRig.PREPAID, 700);
        carrier.charge(wrong);
        assertThat(carrier.reverse(rig.reversal(CarrierRig.original(wrong, Kind.CHARGE))))
                .isInstanceOf(Done.class);
        assertThat(rig.available(CarrierRig.PREPAID)).isEqualTo(99_500);
    }

    @Test
    void theGuideNamesEverySettingThatAllCarriersHave() throws IOException {
        String guide = guide();
        assertThat(ProfileSettings.NAMES).allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }
}
