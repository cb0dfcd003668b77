package dev.orderpipeline.bench.restate;

/// Restate cannot be had here; the message says why and what would help.
final class InstallationException extends Exception {

  private static final long serialVersionUID = 1;

  InstallationException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
