package dev.orderpipeline.http;

/// What a client may do. The names are the security schemes of the OpenAPI document.
enum Right {
  READ("read"),
  PLACE("place"),
  ADMIN("admin");

  private final String scheme;

  Right(String scheme) {
    this.scheme = scheme;
  }

  String scheme() {
    return scheme;
  }

  static Right of(String scheme) {
    for (Right right : values()) {
      if (right.scheme.equals(scheme)) {
        return right;
      }
    }
    throw new IllegalArgumentException(
        "the OpenAPI document names an unknown right '%s'".formatted(scheme));
  }
}
