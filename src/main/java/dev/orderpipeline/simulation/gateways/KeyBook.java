package dev.orderpipeline.simulation.gateways;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One gateway's keys. Not thread-safe: guarded by the books' lock.
final class KeyBook {

  /// By key: how its request ended.
  private final Map<String, Remembered> results = new HashMap<>();

  /// Keys that were undone, before or after they had an effect.
  private final Set<String> barred = new HashSet<>();

  /// Keys being worked on, and keys being undone.
  private final Set<String> inFlight = new HashSet<>();

  Optional<Remembered> get(String key) {
    return Optional.ofNullable(results.get(key));
  }

  void put(String key, Remembered remembered) {
    results.put(key, remembered);
  }

  void restore(String key, Remembered remembered, Optional<String> undoes) {
    results.put(key, remembered);
    undoes.ifPresent(barred::add);
  }

  boolean barred(String key) {
    return barred.contains(key);
  }

  void bar(String key) {
    barred.add(key);
  }

  boolean inFlight(String key) {
    return inFlight.contains(key);
  }

  void enter(Ticket ticket) {
    inFlight.addAll(ticket.keys());
  }

  void leave(Ticket ticket) {
    inFlight.removeAll(ticket.keys());
  }
}
