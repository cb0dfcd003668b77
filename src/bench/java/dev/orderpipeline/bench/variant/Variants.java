package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.restate.Restate;
import java.util.List;
import java.util.stream.Collectors;

/// All there are, in the order they take turns. The product is first: the floor writes what it was
/// seen to write.
public final class Variants {

  public static final String PRODUCT = "product";
  public static final String FLOOR = "floor";
  public static final String LINEAR = "linear";
  public static final String BLOCKING_STREAMS = "blocking-streams";
  public static final String RESTATE = "restate";

  /// What the part of a variant that does the work is labelled.
  public static final String PIPELINE = "pipeline";

  private static final List<Variant> ALL =
      List.of(new Product(), new Floor(), new LinearChain(), new BlockingStreams(), new Restate());

  private Variants() {}

  public static List<String> names() {
    return ALL.stream().map(Variant::name).toList();
  }

  /// Finds one by its name.
  ///
  /// @throws IllegalArgumentException naming those that there are
  static Variant named(String name) {
    return ALL.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no variant '"
                    + name
                    + "'; there are "
                    + names().stream().collect(Collectors.joining(", "))));
  }
}
