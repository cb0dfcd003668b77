package dev.orderpipeline.gateways;

/// A credential. Printing it prints nothing of it.
///
/// @param value 1 … 4096 visible ASCII characters, as it goes into a header
public record Secret(String value) {

  private static final int MAX_LENGTH = 4096;

  public Secret {
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || !value.chars().allMatch(Secret::visible)) {
      // The value itself must not be quoted.
      throw new IllegalArgumentException(
          "a secret must be 1 to "
              + MAX_LENGTH
              + " visible ASCII characters, was "
              + value.length()
              + " characters; look for a line end or a space in it");
    }
  }

  private static boolean visible(int character) {
    return character > 0x20 && character < 0x7f;
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
