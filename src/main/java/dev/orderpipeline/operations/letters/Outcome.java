package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.SourcePosition;
import java.util.Optional;

/// What was done about a case, or would be.
///
/// @param to where the record lies that was published
public record Outcome(Case one, Prospect prospect, Optional<SourcePosition> to) {

  public boolean refused() {
    return prospect instanceof Prospect.Refused;
  }

  public boolean acts() {
    return switch (prospect) {
      case Prospect.Publish _, Prospect.Command _, Prospect.Discard _ -> true;
      case Prospect.Nothing _, Prospect.Refused _ -> false;
    };
  }
}
