package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultDiceTest {

  @Test
  void drawsTheSameFaultsFromTheSameSeed() {
    FaultSettings settings = FaultSettings.parse("payments.error=0.3,payments.garbage=0.3");

    assertThat(draws(settings, 42))
        .isEqualTo(draws(settings, 42))
        .isNotEqualTo(draws(settings, 43));
  }

  @Test
  void hitsAboutAsOftenAsAsked() {
    long hits =
        draws(FaultSettings.parse("payments.error=0.05"), 1).stream()
            .filter(Optional::isPresent)
            .count();

    assertThat(hits / 10_000.0).isCloseTo(0.05, within(0.01));
  }

  @Test
  void hitsOnlyTheFirstRequestOfAKey() {
    FaultDice dice = new FaultDice(new Random(1));
    FaultSettings settings = FaultSettings.parse("payments.error.first=1");

    assertThat(dice.draw(settings, Endpoint.CHARGES, "k1")).contains(Fault.ERROR);
    assertThat(dice.draw(settings, Endpoint.CHARGES, "k1")).isEmpty();
    assertThat(dice.draw(settings, Endpoint.CHARGES, "k2")).contains(Fault.ERROR);
    assertThat(dice.draw(settings, Endpoint.CHARGE_QUERY, "k1"))
        .as("a query is a request of its own")
        .contains(Fault.ERROR);
  }

  @Test
  void forgetsTheOldestKeysBeyondItsLimit() {
    FaultDice dice = new FaultDice(new Random(1));
    FaultSettings settings = FaultSettings.parse("payments.error.first=1");
    IntStream.rangeClosed(0, FaultDice.KEYS_REMEMBERED)
        .forEach(i -> dice.draw(settings, Endpoint.CHARGES, "k" + i));

    assertThat(dice.draw(settings, Endpoint.CHARGES, "k" + FaultDice.KEYS_REMEMBERED)).isEmpty();
    assertThat(dice.draw(settings, Endpoint.CHARGES, "k0")).contains(Fault.ERROR);
  }

  @Test
  void drawsLatenciesOfTheirShape() {
    FaultDice dice = new FaultDice(new Random(1));

    assertThat(millis(dice, "20ms")).containsOnly(20.0);
    assertThat(millis(dice, "10ms-50ms")).allMatch(l -> l >= 10 && l <= 50);
    assertThat(millis(dice, "10ms-50ms").stream().mapToDouble(l -> l).average().orElseThrow())
        .isCloseTo(30, within(1.0));
    List<Double> lognormal = millis(dice, "lognormal(20ms,0.5)");
    assertThat(lognormal.stream().filter(l -> l < 20).count() / 10_000.0)
        .isCloseTo(0.5, within(0.02));
    assertThat(lognormal).anyMatch(l -> l > 60).allMatch(l -> l > 0);
  }

  @Test
  void prefersTheSettingsLatencyToTheBase() {
    FaultDice dice = new FaultDice(new Random(1));
    Latency base = Latency.parse("7ms");

    assertThat(dice.latency(FaultSettings.NONE, Endpoint.CHARGES, base))
        .isEqualTo(Duration.ofMillis(7));
    assertThat(dice.latency(FaultSettings.parse("latency=3ms"), Endpoint.CHARGES, base))
        .isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void declinesTheSameKeysAtEveryStart() {
    FaultSettings settings = FaultSettings.parse("payments.decline=0.2");
    List<Boolean> first = declined(new DeclineRules(42, () -> settings));

    assertThat(first).isEqualTo(declined(new DeclineRules(42, () -> settings)));
    assertThat(first).isNotEqualTo(declined(new DeclineRules(43, () -> settings)));
    assertThat(first.stream().filter(d -> d).count() / 10_000.0).isCloseTo(0.2, within(0.02));
  }

  private static List<Boolean> declined(DeclineRules rules) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> rules.apply(Requests.charge("k" + i, "o-1", 100)).isPresent())
        .toList();
  }

  private static List<Optional<Fault>> draws(FaultSettings settings, long seed) {
    FaultDice dice = new FaultDice(new Random(seed));
    return IntStream.range(0, 10_000)
        .mapToObj(i -> dice.draw(settings, Endpoint.CHARGES, "k" + i))
        .toList();
  }

  private static List<Double> millis(FaultDice dice, String latency) {
    Latency base = Latency.parse(latency);
    return DoubleStream.generate(
            () -> dice.latency(FaultSettings.NONE, Endpoint.CHARGES, base).toNanos() / 1e6)
        .limit(10_000)
        .boxed()
        .toList();
  }
}
