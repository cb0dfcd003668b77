package dev.orderpipeline.simulation.gateways;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// How often each endpoint was called, whatever came of it. Thread-safe.
public final class CallCounters {

  private final Map<Endpoint, LongAdder> calls = new EnumMap<>(Endpoint.class);

  CallCounters() {
    for (Endpoint endpoint : Endpoint.values()) {
      calls.put(endpoint, new LongAdder());
    }
  }

  void count(Endpoint endpoint) {
    adder(endpoint).increment();
  }

  public long of(Endpoint endpoint) {
    return adder(endpoint).sum();
  }

  public long total() {
    return calls.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private LongAdder adder(Endpoint endpoint) {
    return Objects.requireNonNull(calls.get(endpoint));
  }
}
