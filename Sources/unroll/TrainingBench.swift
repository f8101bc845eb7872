// How fast this machine trains: the case of PyTorch's users, a whole update with everything that belongs to it.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Learning

/// An LSTM with 64 inputs and 64 classes, 32 sequences of 64 steps an update, Adam.
struct TrainingBench {
  static let name = "train"
  static let title = "training: LSTM, inputs and classes 64, batch 32, 64 steps, Adam"

  private static let (inputs, classes, batch, steps) = (64, 64, 32, 64)

  private var training: Training<ModelObjective>

  /// - Parameters:
  ///   - units: of the cell.
  ///   - threads: how many to use.
  ///   - catalogue: where the sheet is.
  /// - Throws: where the catalogue has no such sheet.
  init(units: Int, threads: Int, _ catalogue: Catalogue) throws(CommandError) {
    keepMemoryThatIsGivenBack()
    let task = LearningTask.noise(width: Self.inputs, symbols: Self.classes, steps: Self.steps)
    let recipe = Recipe(
      method: .adam(), schedule: Schedule(rate: 0.001), clipping: nil, batch: Self.batch, updates: .max,
      validationInterval: .max)
    let sheet: Sheet
    let fitting: Fitting
    let objective: ModelObjective
    let start: ModelValues
    do throws(CatalogueError) { sheet = try catalogue.sheet("lstm") } catch { throw .catalogue(error) }
    do throws(FittingError) {
      fitting = try Fitting(task, on: sheet, settings: ["H": Double(units)])
    } catch {
      throw .message(error.description)
    }
    do throws(CatalogueError) { start = try ModelValues(fitting.model, seed: 1) } catch { throw .catalogue(error) }
    do throws(RunError) { objective = try ModelObjective(fitting, constants: []) } catch { throw .run(error) }
    training = Training(task, recipe, objective, from: start.parameters.flatMap { $0.asFloats() })
    training.threads = threads
  }

  /// Tokens a second: the median of so many updates.
  mutating func tokensPerSecond(repeats: Int) throws(CommandError) -> Double {
    var times: [Double] = []
    do throws(TrainingError) {
      _ = try training.update()
      for _ in 0..<repeats {
        let start = monotonicSeconds()
        _ = try training.update()
        times.append(monotonicSeconds() - start)
      }
    } catch {
      throw .message(error.description)
    }
    return Double(Self.batch * Self.steps) / times.sorted()[repeats / 2]
  }
}
