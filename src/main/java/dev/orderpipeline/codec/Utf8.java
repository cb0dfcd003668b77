package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// What may stand in records: text that UTF-8 can carry, and so no halves of surrogate pairs, which
/// JSON escapes can smuggle in and cutting a text can make.
public final class Utf8 {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Utf8() {}

  /// Reads bytes as UTF-8 and nothing else; a parser left to itself guesses UTF-16 and lets
  /// overlong forms pass. A byte order mark is dropped.
  static String strictly(byte[] bytes) throws CharacterCodingException {
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  public static boolean canCarry(String text) {
    return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
        || UTF_8.newEncoder().canEncode(text);
  }

  /// The text with `?` for what UTF-8 cannot carry.
  static String carried(String text) {
    return canCarry(text) ? text : new String(text.getBytes(UTF_8), UTF_8);
  }
}
