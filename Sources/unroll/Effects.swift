// What commands ask for that touches files.

import Catalogue
import Debugger
import Equations
import Formats

/// What became of an effect.
struct Performed {
  /// The session that follows; nil where the program is to end.
  var session: Session?
  var reports: [Report] = []
}

/// Does what a command asked for.
func perform(_ effect: Effect, on session: Session, _ catalogue: Catalogue) throws(CommandError) -> Performed {
  switch effect {
  case .quit: return Performed(session: nil)
  case .restore, .forget: throw .message("sessions are brought back at a terminal alone")
  case .open(let name):
    var opened = try openSession(name, catalogue)
    opened.isInterrupted = session.isInterrupted
    return arrived(opened, from: session)
  case .loadWeights(let path):
    let file = try tensors(path)
    return arrived(try session.remade { $0.weights = file }, from: session)
  case .loadInputs(let path):
    let file = try tensors(path)
    return arrived(try session.remade { $0.feed = .file(file) }, from: session)
  case .compare(let name, let mapping, let bound):
    let partner = try session.partner(try material(name, catalogue), mapping: mapping)
    let report = session.comparison(with: partner.trace, partner.model.sheet.name, pairs: [], bound)
    var session = session
    try session.keep(partner, named: partner.model.sheet.name)
    return Performed(session: session, reports: [.comparison(report)])
  }
}

/// A session that takes the place of another, which undo brings back.
private func arrived(_ new: Session, from old: Session) -> Performed {
  var session = new
  session.remember(old)
  return Performed(
    session: session, reports: [.text("\(session.model.title)  \(session.feedDescription)"), session.here])
}

/// A session on a sheet of the catalogue or at a path, with the weights and the example that come with it.
func openSession(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Session {
  try Session(try material(name, catalogue))
}

private func material(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Material {
  do throws(CatalogueError) {
    let sheet = try catalogue.sheet(name)
    return Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example)
  } catch {
    throw .catalogue(error)
  }
}

private func tensors(_ path: String) throws(CommandError) -> TensorFile {
  do throws(CatalogueError) {
    return try openTensors(path)
  } catch {
    throw .catalogue(error)
  }
}
