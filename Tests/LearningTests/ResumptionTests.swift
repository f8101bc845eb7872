// Resumption: a training that was killed goes on to the same bits, and no other training goes on from its file.

import Formats
import Glibc
import Learning
import TestSupport
import Testing

@Suite struct ResumptionTests {
  private let path = "/tmp/unroll-resumption-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).safetensors"

  private func recipe(_ method: Optimizer.Method) -> Recipe {
    Recipe(
      method: method, schedule: Schedule(rate: 0.02, course: .cosine), batch: 4, updates: 20, validationInterval: 3)
  }

  private func signature(_ recipe: Recipe) -> Signature {
    Signature(tensors: [.init(name: "w", shape: [1])], sheet: "h = w x", task: "sines", recipe: recipe)
  }

  private func training(_ recipe: Recipe) -> Training<Valley> {
    Training(.sines(lengths: 20...40), recipe, Valley(width: 1), from: [0])
  }

  @Test(arguments: [Optimizer.Method.descent, .momentum(0.9), .nesterov(0.9), .adam()])
  func `A killed training goes on to the same bits`(method: Optimizer.Method) throws {
    defer { unlink(path) }
    let recipe = recipe(method)
    var whole = training(recipe)
    while !whole.isFinished { _ = try whole.update() }
    var part = training(recipe)
    for _ in 0..<8 { _ = try part.update() }
    try part.resumption.write(to: path, signature(recipe))
    let saved = try Resumption(path: path, signature(recipe))
    #expect(saved == part.resumption)
    var rest = Training(.sines(lengths: 20...40), recipe, Valley(width: 1), from: saved)
    while !rest.isFinished { _ = try rest.update() }
    #expect(rest.resumption == whole.resumption)
  }

  @Test func `The file of another training is refused, and said in what it differs`() throws {
    defer { unlink(path) }
    var recipe = recipe(.adam())
    var training = training(recipe)
    _ = try training.update()
    try training.resumption.write(to: path, signature(recipe))
    recipe.batch = 5
    #expect(
      throws: TrainingError.otherTraining(path: path, what: "batch", saved: "4", asked: "5")
    ) { try Resumption(path: path, signature(recipe)) }
    var other = signature(self.recipe(.adam()))
    other.tensors[0].shape = [2]
    #expect(
      throws: TrainingError.otherTraining(path: path, what: "size of w", saved: "[1]", asked: "[2]")
    ) { try Resumption(path: path, other) }
  }

  @Test func `A training may be given more updates`() throws {
    defer { unlink(path) }
    var recipe = recipe(.adam())
    var training = training(recipe)
    _ = try training.update()
    try training.resumption.write(to: path, signature(recipe))
    recipe.updates = 30
    #expect(try Resumption(path: path, signature(recipe)).updateCount == 1)
  }

  @Test func `A file of weights is none to go on from`() throws {
    defer { unlink(path) }
    var writer = try TensorFileWriter(path: path, tensors: [.init(name: "w", shape: [1])])
    try writer.append([1.0])
    try writer.finish()
    #expect(throws: TrainingError.noResumption(path: path)) { try Resumption(path: path, signature(recipe(.adam()))) }
  }
}
