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
  /// The line that would do it again, where it is not the one that was typed.
  var deed: String?
}

/// Does what a command asked for.
///
/// - `isQuiet`: whether long work tells nothing meanwhile, as where a screen is shown.
func perform(
  _ effect: Effect, on session: Session, _ catalogue: Catalogue, isQuiet: Bool = false
) throws(CommandError) -> Performed {
  switch effect {
  case .quit: return Performed(session: nil)
  case .restore, .forget: throw .message("sessions are brought back at a terminal alone")
  case .open(let name):
    var opened = try openSession(name, catalogue)
    (opened.isInterrupted, opened.lesson) = (session.isInterrupted, session.lesson)
    return arrived(opened, from: session, doing: "open \(name)")
  case .loadWeights(let path):
    let file = try tensors(path)
    do throws(CommandError) {
      return try refed(session, doing: "load \(path)") {
        ($0.weights, $0.yields, $0.trained) = (file, false, nil)
      }
    } catch {
      guard case .catalogue(.missingTensor) = error, let names = session.model.inputs(in: file) else { throw error }
      throw .message("\(path) holds no parameters of the sheet, but \(names): load input \(path) feeds it")
    }
  case .loadInputs(let path):
    let part = try inputs(path)
    return try refed(session, doing: "load input \(path)") { $0.feed.give([part]) }
  case .bring(let names, let line):
    var session = session
    for name in names { session.sheetsBeside[name] = try sheet(name, catalogue) }
    var interpreter = Interpreter(takesPrefixes: false)
    let reply = try interpreter.run(line, on: &session)
    return Performed(session: session, reports: reply.reports)
  case .source(let path): return try CommandFile.run(path, on: session, catalogue, isQuiet: isQuiet)
  case .train(let request): return try ForegroundTraining.run(request, on: session, isQuiet: isQuiet)
  case .stopTraining: return Performed(session: session)
  case .export(let exported, let path):
    return Performed(session: session, reports: [try Exporting.write(exported, to: path, of: session)])
  case .lesson(let move): return try LessonWalk.perform(move, on: session, catalogue)
  case .compare(let request):
    var session = session
    let report = try session.compare(request, sheets: try materials(request.sheets, beside: session, catalogue))
    return Performed(session: session, reports: [.comparison(report)])
  case .race(let request):
    var session = session
    let reports = try session.race(request, sheets: try materials(request.sheets, beside: session, catalogue))
    return Performed(session: session, reports: reports)
  }
}

/// The session on what a file holds.
private func refed(
  _ session: Session, doing deed: String, _ change: (inout Material) -> Void
) throws(CommandError) -> Performed {
  var copy = session
  let isBeside = try copy.refeed(change)
  var performed = arrived(copy, from: session, doing: deed)
  if !isBeside { performed.reports.append(.text(Session.leftBehind)) }
  return performed
}

/// A session that takes the place of another, which undo brings back.
private func arrived(_ new: Session, from old: Session, doing deed: String) -> Performed {
  var session = new
  session.remember(old, doing: deed)
  return Performed(
    session: session,
    reports: [.text("\(session.model.title)  \(session.feedDescription)")] + session.news(since: old.notes)
      + [session.here])
}

/// A session on a sheet of the catalogue or at a path, with the weights and the example that come with it.
func openSession(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Session {
  try startedSession(on: try material(name, catalogue), catalogue)
}

/// A session with the sheets at hand that its own lays beside itself.
///
/// One that cannot be read is told with the sheet's warnings, and is missing where it would be shown.
func startedSession(
  on material: Material, _ catalogue: Catalogue, isInterrupted: @escaping @Sendable () -> Bool = { false }
) throws(CommandError) -> Session {
  var session = try Session(material, isInterrupted: isInterrupted)
  for name in session.sheetsAskedFor { session.sheetsBeside[name] = try? catalogue.sheet(name) }
  return session
}

private func sheet(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Sheet {
  do throws(CatalogueError) {
    return try catalogue.sheet(name)
  } catch {
    throw .catalogue(error)
  }
}

/// Those of the sheets that are not open.
private func materials(
  _ names: [String], beside session: Session, _ catalogue: Catalogue
) throws(CommandError) -> [String: Material] {
  var sheets: [String: Material] = [:]
  for name in names where name != session.material.sheet.name { sheets[name] = try material(name, catalogue) }
  return sheets
}

private func material(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Material {
  do throws(CatalogueError) {
    let sheet = try catalogue.sheet(name)
    var material = Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example)
    material.yields = true
    return material
  } catch {
    throw .catalogue(error)
  }
}

private func inputs(_ path: String) throws(CommandError) -> Feed.Part {
  do throws(CatalogueError) {
    return try openInputs(InteractiveFiles.expanded(path))
  } catch {
    throw .catalogue(error)
  }
}

private func tensors(_ path: String) throws(CommandError) -> TensorFile {
  do throws(CatalogueError) {
    return try openTensors(InteractiveFiles.expanded(path))
  } catch {
    throw .catalogue(error)
  }
}
