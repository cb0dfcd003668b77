package dev.orderpipeline.cli;

import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.http.console.Switchboard;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import dev.orderpipeline.simulation.gateways.FaultSwitch;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The demo's switches on its simulated gateways: each adds to the faults that are always there.
final class FaultPanel implements Switchboard {

  private enum Switch {
    PAYMENTS_DOWN(
        "payments-down",
        "Payments down",
        "Every connection is closed. The breaker opens, orders park.",
        "payments.outage=1"),
    PAYMENTS_SLOW(
        "payments-slow",
        "Payments slow",
        "Answers take about 0.7 s, and some come too late.",
        "payments.latency=lognormal(700ms,0.25)"),
    SUCCEED_THEN_TIME_OUT(
        "succeed-then-time-out",
        "Charge, then no answer",
        "Half of the charges take the money and never answer.",
        "charges.timeout-after-success=0.5"),
    OUT_OF_STOCK(
        "out-of-stock",
        "Out of stock",
        "Every reservation is declined. Charges are refunded, orders fail.",
        "reservations.decline=1");

    private final String id;
    private final String label;
    private final String hint;
    private final String faults;

    Switch(String id, String label, String hint, String faults) {
      this.id = id;
      this.label = label;
      this.hint = hint;
      this.faults = faults;
    }
  }

  private final FaultSettings usual;
  private final FaultSwitch gateways;
  private final Set<Switch> on = EnumSet.noneOf(Switch.class);

  /// @param usual faults that are there with all switches off
  FaultPanel(FaultSettings usual, FaultSwitch gateways) {
    this.usual = usual;
    this.gateways = gateways;
  }

  @Override
  public synchronized List<Picture.Switch> switches() {
    return Arrays.stream(Switch.values())
        .map(one -> new Picture.Switch(one.id, one.label, one.hint, on.contains(one)))
        .toList();
  }

  @Override
  public synchronized boolean flip(String id, boolean wanted) {
    for (Switch one : Switch.values()) {
      if (one.id.equals(id)) {
        if (wanted) {
          on.add(one);
        } else {
          on.remove(one);
        }
        Map<String, String> faults = new TreeMap<>(usual.text());
        on.forEach(active -> faults.putAll(FaultSettings.parse(active.faults).text()));
        gateways.set(FaultSettings.of(faults));
        return true;
      }
    }
    return false;
  }
}
