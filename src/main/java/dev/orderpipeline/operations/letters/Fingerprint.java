package dev.orderpipeline.operations.letters;

import java.util.Locale;
import java.util.regex.Pattern;

/// What letters of one cause have in common: reason, step, source, and the message without what
/// differs from order to order.
///
/// @param code short, to filter by
/// @param message with `#` for numbers and `…` for ids
public record Fingerprint(String code, String reason, String step, String source, String message) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._-]+-[0-9]+@[0-9]+");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  static Fingerprint of(Letter letter) {
    String message = letter.message();
    if (letter.orderId().isPresent()) {
      message = message.replace(letter.orderId().get(), "…");
    }
    message = UUID.matcher(message).replaceAll("…");
    message = PLACE.matcher(message).replaceAll("…");
    message = QUOTED.matcher(message).replaceAll("'…'");
    message = NUMBER.matcher(message).replaceAll("#");
    String step = letter.step().orElse("");
    String source = letter.source().map(from -> from.place().topic()).orElse(letter.kind().label());
    String all = String.join("\n", letter.reason(), step, source, message);
    String code = String.format(Locale.ROOT, "%08x", all.hashCode());
    return new Fingerprint(code, letter.reason(), step, source, message);
  }
}
