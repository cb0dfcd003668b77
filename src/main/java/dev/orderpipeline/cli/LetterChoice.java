package dev.orderpipeline.cli;

import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.LetterBox;
import dev.orderpipeline.operations.letters.LetterFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Picks cases by the ids of their letters, or by a filter if there are none.
///
/// @param ids as typed
record LetterChoice(List<String> ids, LetterFilter filter) {

  /// There is no such letter.
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String id) {
      super(
          "there is no dead letter '%s'; 'dead-letters list' has their ids"
              .formatted(printable(id)));
    }
  }

  /// @throws Unknown naming the first id that nothing has
  List<Case> from(LetterBox box) {
    if (ids.isEmpty()) {
      return box.select(filter);
    }
    Set<Case> cases = new LinkedHashSet<>();
    ids.forEach(id -> cases.add(one(box, id)));
    return List.copyOf(cases);
  }

  static Case one(LetterBox box, String id) {
    return box.find(id).orElseThrow(() -> new Unknown(id));
  }

  /// What was typed may be anything, and a terminal obeys control characters.
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 100 ? line : line.substring(0, 100) + "…";
  }
}
