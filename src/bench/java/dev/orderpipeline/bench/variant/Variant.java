package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.measure.Topics;
import java.util.List;
import java.util.Optional;

/// Something that takes orders from a topic, has each charged and reserved, and publishes an
/// outcome with the orderId as key. To add one, write a class and name it in [Variants]; one that
/// is Java is a [Peer] and needs little more than its loop.
public interface Variant {

  /// What it is called in options and reports: lower case, words joined by `-`.
  String name();

  /// One sentence for the report: what it is and how it is configured.
  String what();

  /// Fetches what it needs and the build has not brought, before anything is measured.
  ///
  /// @return why it cannot run here, so that it is left out; empty if it can
  default Optional<String> unavailable() throws InterruptedException {
    return Optional.empty();
  }

  /// The topics to make before it starts, [VariantSetup#PARTITIONS] partitions each; the first is
  /// the one that orders go to.
  List<String> topics(VariantSetup setup);

  /// Where its outcomes appear, among [#topics].
  List<String> outcomes(VariantSetup setup);

  default void makeTopics(VariantSetup setup, Topics cluster) throws InterruptedException {
    cluster.create(topics(setup), VariantSetup.PARTITIONS);
  }

  /// Starts its processes with [VariantSetup#start]. May return before it takes orders: the warm-up
  /// waits for the first outcome.
  void start(VariantSetup setup) throws InterruptedException;

  /// Ends what is labelled `pipeline`, once everything is measured.
  ///
  /// @return what there is to tell of it
  /// @throws IllegalStateException if it was not what it was set to be, so that figures are void
  default Optional<String> end(VariantSetup setup) throws InterruptedException {
    setup.running(Variants.PIPELINE).forEach(setup.children()::end);
    return Optional.empty();
  }

  /// Whether it keeps the pipeline's promises, so that an audit has something to prove.
  default boolean audited() {
    return false;
  }
}
