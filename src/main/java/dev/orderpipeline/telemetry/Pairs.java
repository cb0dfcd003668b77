package dev.orderpipeline.telemetry;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

/// A meter for each pair of two enums' values, made beforehand: finding one allocates nothing.
final class Pairs<A extends Enum<A>, B extends Enum<B>, M> {

  private final Map<A, Map<B, M>> meters;

  Pairs(Class<A> first, Class<B> second, BiFunction<A, B, M> make) {
    this.meters = new EnumMap<>(first);
    for (A a : first.getEnumConstants()) {
      Map<B, M> row = new EnumMap<>(second);
      Arrays.stream(second.getEnumConstants()).forEach(b -> row.put(b, make.apply(a, b)));
      meters.put(a, row);
    }
  }

  M of(A first, B second) {
    Map<B, M> row = meters.get(first);
    M meter = row == null ? null : row.get(second);
    if (meter == null) {
      throw new IllegalStateException("no meter for %s and %s".formatted(first, second));
    }
    return meter;
  }
}
