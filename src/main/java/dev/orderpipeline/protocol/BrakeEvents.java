package dev.orderpipeline.protocol;

/// Tells the brake what it counts.
public record BrakeEvents(Brake brake) implements PipelineEvents {

  @Override
  public void taken() {
    brake.taken();
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    brake.lettered(letter);
  }

  @Override
  public void failed(Culprit culprit, String what) {
    brake.failed(what);
  }
}
