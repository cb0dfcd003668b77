package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderpipeline.simulation.gateways.GatewayOptions;
import dev.orderpipeline.simulation.gateways.SimulatedGateways;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The strikes of staging's game day, with a stand-in for kubectl and the gateways as they are.
@DisabledOnOs(OS.WINDOWS)
class GameDayStrikeTest {

  /// Every pod is called after the label that it is looked for with.
  private static final String KUBECTL =
      """
      #!/bin/sh
      case $1 in
        get) echo "pod/of-$4" ;;
        *) echo "$@" >>"$(dirname "$0")/said" ;;
      esac
      """;

  private static final String CURL =
      """
      #!/bin/sh
      case $* in *PUT*) echo "$@" >>"$(dirname "$0")/said" ;; esac
      exec REAL "$@"
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @Test
  void strikesOneAfterTheOtherAndPutsTheGatewaysRight() throws Exception {
    Path curl = Path.of("/usr/bin/curl");
    assumeTrue(Files.isExecutable(curl), "no curl");
    executable("kubectl", KUBECTL);
    executable("curl", CURL.replace("REAL", curl.toString()));
    GatewayOptions options =
        GatewayOptions.of(0, dir.resolve("ledger.ndjson"), Clock.systemUTC(), new Random(1));
    try (SimulatedGateways gateways = SimulatedGateways.start(options)) {
      gateways.faults().set("payments.error=0.01");
      Tool strike = strike(gateways.url(), 8);
      assertThat(strike.exitCode()).as(strike.err()).isZero();
      assertThat(gateways.faults().get().text()).isEqualTo(Map.of("payments.error", "0.01"));
    }
    List<String> said = Files.readAllLines(dir.resolve("said"));
    assertThat(said.stream().filter(line -> line.startsWith("delete")))
        .allMatch(line -> line.endsWith(" --grace-period=1 --wait=false"))
        .extracting(line -> line.split(" ", -1)[1].replaceFirst("pod/of-", ""))
        .containsExactly(
            "app.kubernetes.io/name=order-pipeline",
            "strimzi.io/cluster=orders,strimzi.io/broker-role=true",
            "app.kubernetes.io/name=order-pipeline",
            "app.kubernetes.io/name=gateways",
            "app.kubernetes.io/name=order-pipeline");
    assertThat(said.stream().filter(line -> !line.startsWith("delete")))
        .hasSize(6)
        .anyMatch(line -> line.contains("payments.outage"))
        .anyMatch(line -> line.contains("timeout-after-success"))
        .anyMatch(line -> line.contains("latency"));
  }

  @Test
  void saysSoIfThereIsNothingToStrike() throws Exception {
    executable("kubectl", "#!/bin/sh\n");
    Tool strike = strike("http://127.0.0.1:1", 1);
    assertThat(strike.exitCode()).isEqualTo(1);
    assertThat(strike.err()).contains("there is no pod with app.kubernetes.io/name=order-pipeline");
  }

  private Tool strike(String gateways, int strikes) throws Exception {
    return Tool.run(
        "env",
        "PATH=" + dir + ":/usr/bin:/bin",
        "STRIKES=" + strikes,
        "EVERY=0",
        "LASTS=0",
        "STAY=false",
        "GATEWAYS=" + gateways,
        "sh",
        Project.path("k8s/overlays/staging/game-day-strike.sh").toString());
  }

  private void executable(String name, String content) throws IOException {
    Path file = Files.writeString(dir.resolve(name), content);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
