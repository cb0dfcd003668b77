package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.SourcePosition;
import java.util.Map;
import java.util.Optional;

/// What is known beside the letters themselves.
public interface Surroundings {

  /// What was read.
  ///
  /// @param words by letter id
  /// @param orders by orderId
  /// @param consumed by topic and partition, the first offset that the pipeline has not dealt with
  static Surroundings of(
      Map<String, Word> words,
      Map<String, Standing> orders,
      Map<String, Map<Integer, Long>> consumed) {
    return new KnownSurroundings(words, orders, consumed);
  }

  /// What an operator said last about the letter with this id.
  Optional<Word> word(String letterId);

  /// Whether an operator published this record: a header alone proves nothing.
  boolean redriven(SourcePosition record);

  /// Where an order stands; empty if nobody knows of it.
  Optional<Standing> order(String orderId);

  /// Whether the pipeline has dealt with everything up to this record of its input, so that
  /// whatever became of it lies in the topics.
  boolean consumed(SourcePosition record);
}
