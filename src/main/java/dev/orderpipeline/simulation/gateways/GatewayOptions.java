package dev.orderpipeline.simulation.gateways;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How simulated gateways are set up.
///
/// @param host address to listen on
/// @param port 0 to 65535; 0 for any that is free, kept from then on
/// @param ledger the ledger's file, created if missing, else continued
/// @param token the bearer token that requests must carry; empty for any or none
/// @param latency where the fault settings have none
/// @param faults the settings at start
/// @param keyRetention how long a request may be repeated without a second effect
/// @param lateness how long a `late` request is kept before it is taken up
/// @param silence how long a request without an answer keeps its connection
/// @param maxSilent how many requests may be without an answer at a time; one more is reset
/// @param clock tells the time of effects
/// @param random draws faults and latencies
public record GatewayOptions(
    String host,
    int port,
    Path ledger,
    Optional<String> token,
    Latency latency,
    FaultSettings faults,
    Duration keyRetention,
    Duration lateness,
    Duration silence,
    int maxSilent,
    InstantSource clock,
    RandomGenerator random) {

  public static final Duration DEFAULT_KEY_RETENTION = Duration.ofHours(24);

  public GatewayOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (token.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("token must not be blank; leave it out to accept any");
    }
    positive("key retention", keyRetention);
    positive("lateness", lateness);
    positive("silence", silence);
    if (maxSilent < 0) {
      throw new IllegalArgumentException("maxSilent must not be negative, was " + maxSilent);
    }
  }

  /// Gateways on the loopback address without faults or latency.
  public static GatewayOptions of(
      int port, Path ledger, InstantSource clock, RandomGenerator random) {
    return new GatewayOptions(
        "127.0.0.1",
        port,
        ledger,
        Optional.empty(),
        Latency.NONE,
        FaultSettings.NONE,
        DEFAULT_KEY_RETENTION,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        2_000,
        clock,
        random);
  }

  public GatewayOptions withHost(String address) {
    return new GatewayOptions(
        address,
        port,
        ledger,
        token,
        latency,
        faults,
        keyRetention,
        lateness,
        silence,
        maxSilent,
        clock,
        random);
  }

  public GatewayOptions withToken(String accepted) {
    return new GatewayOptions(
        host,
        port,
        ledger,
        Optional.of(accepted),
        latency,
        faults,
        keyRetention,
        lateness,
        silence,
        maxSilent,
        clock,
        random);
  }

  public GatewayOptions withLatency(Latency base) {
    return new GatewayOptions(
        host,
        port,
        ledger,
        token,
        base,
        faults,
        keyRetention,
        lateness,
        silence,
        maxSilent,
        clock,
        random);
  }

  public GatewayOptions withFaults(FaultSettings initial) {
    return new GatewayOptions(
        host,
        port,
        ledger,
        token,
        latency,
        initial,
        keyRetention,
        lateness,
        silence,
        maxSilent,
        clock,
        random);
  }

  public GatewayOptions withKeyRetention(Duration retention) {
    return new GatewayOptions(
        host, port, ledger, token, latency, faults, retention, lateness, silence, maxSilent, clock,
        random);
  }

  public GatewayOptions withLateness(Duration kept) {
    return new GatewayOptions(
        host,
        port,
        ledger,
        token,
        latency,
        faults,
        keyRetention,
        kept,
        silence,
        maxSilent,
        clock,
        random);
  }

  public GatewayOptions withSilence(Duration longest, int most) {
    return new GatewayOptions(
        host,
        port,
        ledger,
        token,
        latency,
        faults,
        keyRetention,
        lateness,
        longest,
        most,
        clock,
        random);
  }

  /// Without the token.
  @Override
  public String toString() {
    return "GatewayOptions[" + host + ":" + port + ", ledger " + ledger + "]";
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than 0, was " + value);
    }
  }
}
