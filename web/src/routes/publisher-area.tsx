export default function PublisherArea() {
  return null;
}
