package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.Money;
import java.util.Optional;

/// What redriving a case would do.
public sealed interface Prospect {

  /// In one line, for people.
  String says();

  /// The record is published again where it lay.
  ///
  /// @param partition -1 for the one that its key belongs to
  /// @param expected what is likely to become of it
  /// @param charges what an order that begins by it would charge
  record Publish(String topic, int partition, String expected, Optional<Money> charges)
      implements Prospect {
    @Override
    public String says() {
      String where = partition < 0 ? topic : topic + "-" + partition;
      return "would be published to %s: %s".formatted(where, expected);
    }
  }

  /// The order is told to go on, with the same key.
  record Command(String orderId, Optional<Integer> partition, String expected) implements Prospect {
    @Override
    public String says() {
      return "order %s would be told to try again: %s".formatted(orderId, expected);
    }
  }

  /// Nothing will be done about it.
  record Discard() implements Prospect {
    @Override
    public String says() {
      return "would be discarded";
    }
  }

  /// There is nothing to do.
  record Nothing(String why) implements Prospect {
    @Override
    public String says() {
      return "nothing to do: " + why;
    }
  }

  /// It must not be, or cannot.
  ///
  /// @param instead what can be done
  record Refused(String why, String instead) implements Prospect {
    @Override
    public String says() {
      return "refused: %s; %s".formatted(why, instead);
    }
  }
}
