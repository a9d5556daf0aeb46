for (const place of document.querySelectorAll("[data-uploads]")) startUploads(place);
for (const place of document.querySelectorAll("[data-preview]")) startPreview(place);
