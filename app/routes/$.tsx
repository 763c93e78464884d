import { data } from "@remix-run/node";
import { PageError } from "~/components/page-error";

/** Every address without a route of its own: a real 404 with the app's own look. */
export function loader() {
  throw data(null, { status: 404 });
}

export function action() {
  throw data(null, { status: 404 });
}

export default function NotFound() {
  return null;
}

export function ErrorBoundary() {
  return <PageError isWholePage />;
}
