package dev.orderpipeline.operations.letters;

import java.util.Optional;

/// What is known beside the letters themselves.
public interface Surroundings {

  /// What an operator said last about the letter with this id.
  Optional<Word> word(String letterId);

  /// Whether an operator published this record: a header alone proves nothing.
  boolean redriven(Letter.Place record);

  /// Where an order stands; empty if nobody knows of it.
  Optional<Standing> order(String orderId);

  /// Whether the pipeline has dealt with everything up to this record of its input, so that
  /// whatever became of it lies in the topics.
  boolean consumed(Letter.Place record);
}
