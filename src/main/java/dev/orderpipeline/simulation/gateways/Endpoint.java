package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Step;
import java.util.Arrays;
import java.util.Optional;

/// The six things the gateways can be asked, as counted and as named in fault settings.
public enum Endpoint {
  CHARGES("charges", Step.CHARGE, "/v2/charges", false),
  REFUNDS("refunds", Step.REFUND, "/v2/refunds", false),
  CHARGE_QUERY("charge-query", Step.CHARGE, "/v2/charges/by-key/", true),
  RESERVATIONS("reservations", Step.RESERVE, "/v2/reservations", false),
  RELEASES("releases", Step.RELEASE, "/v2/releases", false),
  RESERVATION_QUERY("reservation-query", Step.RESERVE, "/v2/reservations/by-key/", true);

  private final String label;
  private final Step step;
  private final String path;
  private final boolean query;

  Endpoint(String label, Step step, String path, boolean query) {
    this.label = label;
    this.step = step;
    this.path = path;
    this.query = query;
  }

  public String label() {
    return label;
  }

  /// What it does, or for a query what it asks about.
  public Step step() {
    return step;
  }

  /// Absolute path; a query's ends in `/` and is followed by the key.
  public String path() {
    return path;
  }

  public boolean query() {
    return query;
  }

  static Optional<Endpoint> labelled(String label) {
    return Arrays.stream(values()).filter(e -> e.label.equals(label)).findFirst();
  }
}
