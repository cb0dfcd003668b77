package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.SourcePosition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What was read beside the letters.
///
/// @param words by letter id
/// @param orders by orderId
/// @param consumed by topic and partition, the first offset that the pipeline has not dealt with
/// @param redriven the records that operators published
record KnownSurroundings(
    Map<String, Word> words,
    Map<String, Standing> orders,
    Map<String, Map<Integer, Long>> consumed,
    Set<SourcePosition> redriven)
    implements Surroundings {

  KnownSurroundings(
      Map<String, Word> words,
      Map<String, Standing> orders,
      Map<String, Map<Integer, Long>> consumed) {
    this(
        words,
        orders,
        consumed,
        words.values().stream()
            .flatMap(word -> word.to().stream())
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Optional<Word> word(String letterId) {
    return Optional.ofNullable(words.get(letterId));
  }

  @Override
  public boolean redriven(SourcePosition record) {
    return redriven.contains(record);
  }

  @Override
  public Optional<Standing> order(String orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  @Override
  public boolean consumed(SourcePosition record) {
    return consumed.getOrDefault(record.topic(), Map.of()).getOrDefault(record.partition(), 0L)
        > record.offset();
  }
}
